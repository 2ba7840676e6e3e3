// The rules of the page's style sheets that a figure needs, as text. Both
// themes come along; widths are decided here and now, as they were on screen.

/** `a::before` is there when `a` is, and `::before` when anything is. */
const PSEUDO_ELEMENT = /([\s,>+~]?)::[\w-]+(?:\([^)]*\))?/g;
const withoutPseudo = (selector: string): string =>
  selector.replace(PSEUDO_ELEMENT, (_, before: string, at: number) =>
    before || at === 0 ? `${before}*` : '');
const THEME = /prefers-color-scheme/;
/** What has no place in a file that stands still. */
const ELSEWHERE = /print|prefers-reduced|forced-colors|hover|pointer/;

/** Whether a rule is about something in the figure. One of the pointer or the
 * keyboard is not: nobody points at anything in a document of its own. */
function isUsed({ selectorText }: CSSStyleRule, figure: Document): boolean {
  try {
    return figure.querySelector(withoutPseudo(selectorText)) !== null;
  } catch {
    return false; // of another browser's own
  }
}

function textOfRule(rule: CSSRule, figure: Document): string {
  if (rule instanceof CSSStyleRule) {
    return isUsed(rule, figure) ? rule.cssText : '';
  }
  if (rule instanceof CSSMediaRule) {
    const { conditionText } = rule;
    if (THEME.test(conditionText)) {
      const inside = textOfRules(rule.cssRules, figure);
      return inside && `@media ${conditionText} {\n${inside}\n}`;
    }
    return !ELSEWHERE.test(conditionText) && matchMedia(conditionText).matches
      ? textOfRules(rule.cssRules, figure) : '';
  }
  if (rule instanceof CSSContainerRule) {
    const inside = textOfRules(rule.cssRules, figure);
    return inside && `@container ${rule.conditionText} {\n${inside}\n}`;
  }
  return '';
}

const textOfRules = (rules: CSSRuleList, figure: Document): string =>
  Array.from(rules, (rule) => textOfRule(rule, figure)).filter(Boolean)
    .join('\n');

/** Rules of the page for what is in `figure`. */
export const stylesFor = (figure: Document): string =>
  Array.from(document.styleSheets, ({ cssRules }) =>
    textOfRules(cssRules, figure)).filter(Boolean).join('\n');
