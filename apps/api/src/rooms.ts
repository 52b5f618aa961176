import 'reflect-metadata';
import { authRoom } from './modules/auth/room.ts';
import { chatRoom } from './modules/chat/room.ts';
import { feedbackRoom } from './modules/feedback/room.ts';
import { generationRoom } from './modules/generation/room.ts';
import { jobsRoom } from './modules/jobs/room.ts';
import { knowledgeRoom } from './modules/knowledge/room.ts';
import { memoryRoom } from './modules/memory/room.ts';
import { modelsRoom } from './modules/models/room.ts';
import { preferencesRoom } from './modules/preferences/room.ts';
import { searchRoom } from './modules/search/room.ts';
import { usageRoom } from './modules/usage/room.ts';
import { usersRoom } from './modules/users/room.ts';
import type { Room } from './room.ts';

/** Every room, those that others use before them: what can be stored, asked and done. */
export const rooms: readonly Room<unknown>[] = [
  usersRoom,
  authRoom,
  modelsRoom,
  preferencesRoom,
  chatRoom,
  usageRoom,
  feedbackRoom,
  searchRoom,
  memoryRoom,
  knowledgeRoom,
  generationRoom,
  jobsRoom,
];
