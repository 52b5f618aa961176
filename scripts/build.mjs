// `npm run build`: both apps, ready for `node apps/api/dist/main.js`.
import { build, failPlainly, prepare } from './prepare.mjs';

prepare().then(build).catch(failPlainly);
