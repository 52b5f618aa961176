import * as z from 'zod/mini';

// Zod would try `new Function`, which the content security policy of the app forbids and reports.
z.config({ jitless: true });

export { z };
