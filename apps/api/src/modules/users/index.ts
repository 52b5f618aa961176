export { Role, User } from './user.entity.ts';
