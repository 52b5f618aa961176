// Finds the Chromium that the browser tests drive, and installs Debian's where that can be done.
import { existsSync } from 'node:fs';
import { aptInstall, canInstall } from './apt.mjs';

const knownPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const find = () => [process.env.CHROMIUM_PATH, ...knownPaths].find((path) => path && existsSync(path));

/**
 * Path of a Chromium, installed first if need be.
 * @throws Error that says what to install, where that cannot be done here
 */
export function ensureBrowser() {
  if (!find() && canInstall()) aptInstall('chromium', 'fonts-liberation');
  const path = find();
  if (path) return path;
  throw new Error('No Chromium found. Install Chromium or Chrome, or set CHROMIUM_PATH to where it is.');
}
