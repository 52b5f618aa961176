// @vitest-environment happy-dom
import ui from '@nuxt/ui/vue-plugin';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { renderFormula } from './formula.ts';
import { fenceLanguage, languageLabel } from './languages.ts';
import MarkdownView from './MarkdownView.vue';
import { parseMarkdown } from './parser.ts';

/** The elements of a text, without their attributes. */
function elements(source: string): string {
  const wrapper = mount(MarkdownView, { props: { source, isStreaming: false }, global: { plugins: [ui] } });
  return [...wrapper.element.querySelectorAll('.md-block, .md-plain')]
    .map((block) => block.innerHTML.replace(/<!--.*?-->/g, '').replace(/<(\/?\w+)[^>]*>/g, '<$1>'))
    .join('');
}

/** The formulas of a text, each as it is given to KaTeX. */
function formulas(source: string): string[] {
  return parseMarkdown(source, {}, false)
    .flatMap((token) => [token, ...(token.children ?? [])])
    .filter(({ type }) => type.startsWith('math'))
    .map(({ content }) => content);
}

describe('Markdown as models write it', () => {
  it.each([
    ['Chinese, behind a full stop', '**该星号不会被识别。**这是', '<p><strong>该星号不会被识别。</strong>这是</p>'],
    ['Chinese, with quotes', '这是**“模式”**。', '<p>这是<strong>“模式”</strong>。</p>'],
    ['Japanese, with brackets', '**太字（ふとじ）**です', '<p><strong>太字（ふとじ）</strong>です</p>'],
    ['Korean, with brackets', '**한국어(Korean)**는', '<p><strong>한국어(Korean)</strong>는</p>'],
    ['Thai, with brackets', '**ไทย (Thai)**เป็น', '<p><strong>ไทย (Thai)</strong>เป็น</p>'],
    ['a colon before a word', '**Note:**text', '<p><strong>Note:</strong>text</p>'],
    ['bold behind a colon', 'so:**bold** and more', '<p>so:<strong>bold</strong> and more</p>'],
    ['bold in italics', '*(**a**)*', '<p><em>(<strong>a</strong>)</em></p>'],
    ['Arabic, with quotes', 'قال **«نعم»**ثم', '<p>قال <strong>«نعم»</strong>ثم</p>'],
    ['Arabic, with a comma', '**ملاحظة،**ثم', '<p><strong>ملاحظة،</strong>ثم</p>'],
    ['Arabic, behind a word', 'نص**(قوس)** نص', '<p>نص<strong>(قوس)</strong> نص</p>'],
    ['Hebrew, with quotes', 'זה **"חשוב"**מאוד', '<p>זה <strong>"חשוב"</strong>מאוד</p>'],
    ['Hindi, behind a full stop', '**नोट।**यह', '<p><strong>नोट।</strong>यह</p>'],
    ['Russian, with quotes', 'это **«Слово»**текст', '<p>это <strong>«Слово»</strong>текст</p>'],
    ['Russian, behind a word', 'слово**«а»** б', '<p>слово<strong>«а»</strong> б</p>'],
    ['Tamil, with quotes', '**"தமிழ்"**என்று', '<p><strong>"தமிழ்"</strong>என்று</p>'],
    ['an emoji', '**🎉**x', '<p><strong>🎉</strong>x</p>'],
    ['code before an ending', 'the **`url`**s', '<p>the <strong><code>url</code></strong>s</p>'],
    ['powers of names', 'a**(b+c)**d', '<p>a**(b+c)**d</p>'],
    ['powers', '2**(3+4)**2', '<p>2**(3+4)**2</p>'],
    ['struck out', '这是~~“旧的”~~。', '<p>这是<s>“旧的”</s>。</p>'],
  ])('emphasis: %s', (_name, source, expected) => expect(elements(source)).toBe(expected));

  it.each([
    ['line breaks', 'a<br>b<br/>c<br />d', '<p>a<br>b<br>c<br>d</p>'],
    ['pairs', 'H<sub>2</sub>O <kbd>Ctrl</kbd> <U>x</U>', '<p>H<sub>2</sub>O <kbd>Ctrl</kbd> <u>x</u></p>'],
    ['with Markdown inside', '<sup>**a**</sup>', '<p><sup><strong>a</strong></sup></p>'],
    ['one that is not closed', 'a <b> c', '<p>a &lt;b&gt; c</p>'],
    ['types', 'Map<K> and List<string>', '<p>Map&lt;K&gt; and List&lt;string&gt;</p>'],
    ['an attribute', '<b onclick="x">a</b>', '<p>&lt;b onclick="x"&gt;a&lt;/b&gt;</p>'],
    ['in code', '`<br>`', '<p><code>&lt;br&gt;</code></p>'],
    [
      'details',
      '<details>\n<summary>More *x*</summary>\n\n- a\n\n</details>\n\nb',
      '<details><summary>More <em>x</em></summary><ul><li>a</li></ul></details><p>b</p>',
    ],
    [
      'details in one line',
      '<details open><summary>T</summary>text</details>',
      '<details><summary>T</summary><p>text</p></details>',
    ],
    ['lowered', 'H~2~O and x^2^ and ~~gone~~', '<p>H<sub>2</sub>O and x<sup>2</sup> and <s>gone</s></p>'],
    ['neither', '~5 km~ and 2^3^4 and a ^ b', '<p>~5 km~ and 2^3^4 and a ^ b</p>'],
    ['a byte order mark', '\uFEFF# a', '<h2>a</h2>'],
    ['an alert', '> [!NOTE]\n> *a*\n\nb', '<blockquote><strong>Note</strong><p><em>a</em></p></blockquote><p>b</p>'],
    [
      'an alert with a list',
      '> [!warning]\n>\n> - a',
      '<blockquote><strong>Warning</strong><ul><li>a</li></ul></blockquote>',
    ],
    [
      'no alerts',
      '> [!NOTE] a\n\n> [!OTHER]\n> b',
      '<blockquote><p>[!NOTE] a</p></blockquote><blockquote><p>[!OTHER]<br>b</p></blockquote>',
    ],
    ['headings without a space', '##标题\n\n#tag ##x', '<h3>标题</h3><p>#tag ##x</p>'],
  ])('tags and marks: %s', (_name, source, expected) => expect(elements(source)).toBe(expected));

  it('shows line breaks in the cells of a table', () => {
    expect(elements('| 説明 | 手順 |\n|---|---|\n| a | 手順1<br>手順2 |')).toContain('<td>手順1<br>手順2</td>');
  });

  it.each([
    ['code', '| a | b |\n|---|---|\n| `x | y` | z |', ['<code>x | y</code>', 'z']],
    ['two of code', '| a | b |\n|---|---|\n| `a||b` | ``c|d`` |', ['<code>a||b</code>', '<code>c|d</code>']],
    ['in a list', '- x\n\n  | a | b |\n  |---|---|\n  | `x|y` | z |', ['<code>x|y</code>', 'z']],
    ['in a quote', '> | a | b |\n> |---|---|\n> | `x|y` | z |', ['<code>x|y</code>', 'z']],
    ['a row that is as it should be', '| a | b |\n|---|---|\n| ` | ` |', ['`', '`']],
    ['too many cells', '| a | b |\n|---|---|\n| 1 | 2 | 3 |', ['1', '2']],
  ])('bars in cells: %s', (_name, source, expected) =>
    expect([...elements(source).matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell)).toEqual(expected),
  );

  it.each([
    ['bars in cells', '| a | b |\n|---|---|\n| $P(A|B)$ | \\(|x|\\) |', ['P(A|B)', '|x|']],
    ['variables of a shell', 'Add $HOME/bin:$PATH to your profile.', []],
    ['variables in braces', 'export X=${HOME}/a:${PATH}', []],
    ['commands', 'run $(pwd):$(ls)', []],
    ['variables of PHP', '$this->x($y) and $a = $b;', []],
    ['prices', '$5 and $6, $5/$10, US$5 or 5$, $1,000 or $2', []],
    ['words between prices', 'costs $5 dollars, or 6$ now', []],
    ['an ending', 'the $n$th and all $x$s', ['n', 'x']],
    ['Chinese around it', '公式$x$是', ['x']],
    ['numbers', '$5x = 3$ and $10^{-3}$ and $3$', ['5x = 3', '10^{-3}', '3']],
    ['between backticks', '$`a_1`$', ['a_1']],
    ['an empty line', '$$\n1 = 1 \\\\\n\n2 = 2\n$$', ['1 = 1 \\\\\n2 = 2']],
    ['an empty line in brackets', '\\[\na\n\nb\n\\]', ['a\nb']],
    [
      'an environment',
      '\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}',
      ['\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}'],
    ],
    [
      'one in another',
      '\\begin{matrix}\\begin{matrix}1\\end{matrix}\\end{matrix}',
      ['\\begin{matrix}\\begin{matrix}1\\end{matrix}\\end{matrix}'],
    ],
    ['one in a sentence', 'so \\begin{pmatrix}1\\\\2\\end{pmatrix} it is', ['\\begin{pmatrix}1\\\\2\\end{pmatrix}']],
    ['marks that nothing closes', '$$ is a mark\n\nand **more**', []],
  ])('formulas: %s', (_name, source, expected) => expect(formulas(source)).toEqual(expected));

  it.each(['align', 'gather*', 'equation', 'eqnarray', 'multline'])('draws the environment %s', (name) => {
    const html = renderFormula(`\\begin{${name}}a \\label{x}\\\\ b\\end{${name}}`, true);
    expect(html).not.toContain('eqn-num');
  });

  it.each([
    ['python:path/file.py', 'Python'],
    ['{.python}', 'Python'],
    ['{r, echo=FALSE}', 'R'],
    ['js{1,3}', 'JavaScript'],
    ['diff-js', 'Diff'],
    ['objective-c', 'objective-c'],
    ['', 'Text'],
  ])('names the language of a fence: %s', (info, label) => expect(languageLabel(fenceLanguage(info))).toBe(label));

  it('reads a formula in a fence of its own', () => {
    expect(elements('```math\nx^2\n```')).not.toContain('<pre>');
  });

  const inMarkdown = '```markdown\n# T\n\n```js\nx\n```\n\nInstall:\n\n```\nnpm i\n```\n```\n\nDone.';
  it('keeps fences inside a fence of Markdown', () => {
    const [code, after] = elements(inMarkdown).split('<p>');
    expect(code).toContain('npm i');
    expect(after).toBe('Done.</p>');
  });

  it('closes a fence of Markdown as CommonMark does where nothing else closes it', () => {
    expect(elements('```markdown\n```js\nx\n```\nDone.')).toContain('<p>Done.</p>');
    expect(elements('```md\ntext\n```\nDone.')).toContain('<p>Done.</p>');
  });

  it('shows footnotes, with the way there and back', () => {
    const wrapper = mount(MarkdownView, {
      props: {
        source: 'A[^1] and b[^note], not [^x].\n\n[^1]: First *note*\n    goes on\n[^note]: Second\n\nAfter',
        isStreaming: false,
      },
      global: { plugins: [ui] },
    });
    expect(wrapper.findAll('.md-footnote-mark button').map((mark) => mark.text())).toEqual(['1', 'note']);
    expect(wrapper.findAll('.md-footnote-note').map((note) => note.text())).toEqual([
      '1First notegoes on',
      'noteSecond',
    ]);
    expect(wrapper.text()).toContain('not [^x]');
    expect(wrapper.text()).toContain('After');
  });

  it.each([
    ['www.example.org/a?b=c', 'http://www.example.org/a?b=c'],
    ['alice@example.org', 'mailto:alice@example.org'],
    ['README.md', undefined],
    ['node.js', undefined],
    ['www.', undefined],
  ])('address: %s', (source, expected) => {
    const wrapper = mount(MarkdownView, {
      props: { source: `see ${source} now`, isStreaming: false },
      global: { plugins: [ui] },
    });
    expect(wrapper.find('a').exists() ? wrapper.find('a').attributes('href') : undefined).toBe(expected);
  });
});
