import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { Costs } from '../../graphql/cost.ts';
import type { RequestContext } from '../../kernel/request-context.ts';
import { User } from '../users/index.ts';
import type { AuthService, SignedIn } from './auth.service.ts';
import { AuthPayload, Instance, SignInInput, SignUpInput } from './auth.type.ts';

@Resolver()
export class AuthResolver {
  readonly #auth: AuthService;

  constructor(auth: AuthService) {
    this.#auth = auth;
  }

  @AccessFor('anyone')
  @Query(() => User, { nullable: true, description: 'The signed-in user; null without a session.' })
  async viewer(@Ctx() context: RequestContext): Promise<User | null> {
    return context.viewer && context.em.findOne(User, context.viewer.id);
  }

  @AccessFor('anyone')
  @Query(() => Instance, { description: 'Public information about this server, available without signing in.' })
  async instance(@Ctx() context: RequestContext): Promise<Instance> {
    return { hasAccounts: await this.#auth.hasAccounts(context.em) };
  }

  @Costs('its own')
  @AccessFor('anyone')
  @Mutation(() => AuthPayload, {
    description: 'Creates an account and signs in. The first account becomes the administrator.',
  })
  async signUp(
    @Arg('input', () => SignUpInput, { description: 'The new account.' }) input: SignUpInput,
    @Ctx() context: RequestContext,
  ): Promise<AuthPayload> {
    return enter(context, await this.#auth.signUp(context.em, input, context, context.viewer));
  }

  @Costs('its own')
  @AccessFor('anyone')
  @Mutation(() => AuthPayload, { description: 'Signs in, and ends the browser’s previous session if there was one.' })
  async signIn(
    @Arg('input', () => SignInInput, { description: 'Account and password.' }) input: SignInInput,
    @Ctx() context: RequestContext,
  ): Promise<AuthPayload> {
    return enter(context, await this.#auth.signIn(context.em, input, context, context.viewer));
  }

  @Costs('reads')
  @AccessFor('anyone')
  @Mutation(() => Boolean, {
    description: 'Ends the current session; other sessions stay active. Returns false when there was no session.',
  })
  async signOut(@Ctx() context: RequestContext): Promise<boolean> {
    const { viewer } = context;
    if (viewer) await this.#auth.signOut(viewer);
    context.viewer = null;
    context.setSessionCookie(null);
    return viewer !== null;
  }
}

/** The rest of the request, too, is the new viewer's. */
function enter(context: RequestContext, { user, viewer, token }: SignedIn): AuthPayload {
  context.viewer = viewer;
  context.setSessionCookie(token);
  return { user };
}
