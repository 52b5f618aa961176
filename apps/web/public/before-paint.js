// Runs before the first paint so that a dark page never flashes white, and names the language of the page. It is a file
// of its own because the Content-Security-Policy allows no inline script. Kept in step with
// src/composables/use-theme.ts and src/i18n/language.ts.
(function () {
  var theme = null;
  var language = null;
  try {
    theme = localStorage.getItem('parley:theme');
    language = localStorage.getItem('parley:locale');
  } catch {
    // Storage may be blocked: follow the system and the browser.
  }
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  var languages = ['en', 'de'];
  var wanted = [language].concat(navigator.languages).map(function (tag) {
    return String(tag).split('-')[0].toLowerCase();
  });
  document.documentElement.lang =
    wanted.find(function (tag) {
      return languages.includes(tag);
    }) || 'en';
})();
