import { connectionOf } from '../../graphql/connection.ts';
import { Document } from './document.entity.ts';

export const DocumentConnection = connectionOf(Document, 'Document');
