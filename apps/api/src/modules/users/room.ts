import { defineRoom } from '../../room.ts';
import { User } from './user.entity.ts';

export const usersRoom = defineRoom({ name: 'users', entities: [User] });
