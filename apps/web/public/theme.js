// Runs before the first paint so that a dark page never flashes white. It is a file of its own
// because the Content-Security-Policy allows no inline script. Kept in step with src/composables/useTheme.ts.
(function () {
  var theme = null;
  try {
    theme = localStorage.getItem('parley:theme');
  } catch {
    // Storage may be blocked: follow the system.
  }
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
})();
