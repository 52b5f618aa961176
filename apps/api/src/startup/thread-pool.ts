/**
 * Threads for files, names of hosts, compression and passwords: four, the usual number, are taken by a few slow disks or
 * hashes. It counts only before the first of them is used, so this is the first thing the server imports.
 */
// Not a setting of Parley: Node reads it itself.
// oxlint-disable-next-line node/no-process-env
process.env['UV_THREADPOOL_SIZE'] ??= '8';
