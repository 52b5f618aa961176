import { Field, InputType, ObjectType } from 'type-graphql';
import { User } from '../users/index.ts';

@ObjectType('Instance', { description: 'Public information about this server, available without signing in.' })
export class Instance {
  @Field(() => Boolean, {
    description: 'False until the first account exists. The first account becomes the administrator.',
  })
  hasAccounts!: boolean;
}

@InputType('SignUpInput', { description: 'A new account.' })
export class SignUpInput {
  @Field(() => String, { description: 'Email address to sign in with, case-insensitive.' })
  email!: string;

  @Field(() => String, { description: 'At least 8 characters, at most 1000 bytes, and not a common password.' })
  password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Display name, 1 to 100 characters; defaults to the part of the email address before the @.',
  })
  displayName?: string | null;
}

@InputType('SignInInput', { description: 'Credentials of an account.' })
export class SignInInput {
  @Field(() => String, { description: 'Email address of the account.' })
  email!: string;

  @Field(() => String, { description: 'Its password.' })
  password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'One-time code, for an account with two-factor sign-in; of no effect for any other.',
  })
  totpCode?: string | null;
}

@ObjectType('AuthPayload', { description: 'The signed-in user. The session token is set as an HttpOnly cookie.' })
export class AuthPayload {
  @Field(() => User, { description: 'The person who is signed in.' })
  user!: User;
}
