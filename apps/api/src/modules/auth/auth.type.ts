import { Field, InputType, ObjectType } from 'type-graphql';
import { User } from '../users/index.ts';

@ObjectType('Instance', { description: 'What everybody may know of this server, signed in or not.' })
export class Instance {
  @Field(() => Boolean, {
    description: 'False while the server is new: the account that is made next is the administrator’s.',
  })
  hasAccounts!: boolean;
}

@InputType('SignUpInput', { description: 'A new account.' })
export class SignUpInput {
  @Field(() => String, { description: 'E-mail address to sign in with; upper and lower case are the same.' })
  email!: string;

  @Field(() => String, { description: 'At least 8 characters, at most 1000 bytes, and not a common password.' })
  password!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'How the person is called in the app, 1 to 100 characters; left out, the part of the address before the @.',
  })
  displayName?: string | null;
}

@InputType('SignInInput', { description: 'What somebody proves to be the owner of an account with.' })
export class SignInInput {
  @Field(() => String, { description: 'E-mail address of the account.' })
  email!: string;

  @Field(() => String, { description: 'Its password.' })
  password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'One-time code, for an account with two-factor sign-in; of no effect for any other.',
  })
  totpCode?: string | null;
}

@ObjectType('AuthPayload', { description: 'Who is signed in now; the session is in an HttpOnly cookie.' })
export class AuthPayload {
  @Field(() => User, { description: 'The person who is signed in.' })
  user!: User;
}
