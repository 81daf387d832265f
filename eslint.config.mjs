import { defineConfig, globalIgnores } from 'eslint/config';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** A constant of a module is made before anybody can say which language it is. */
const SAID_LATE = {
  selector:
    "CallExpression[callee.property.name='t'][callee.object.name='l10n']:not(:function CallExpression)",
  message: 'Make sentences where they are said, inside a function: the language is set after modules load.',
};

/** Where VS Code makes links and icons of what data holds. */
const SAID_INERT = [
  'MemberExpression[property.name=/^(show(Error|Warning|Information)Message|withProgress|setStatusBarMessage)$/]',
  'MemberExpression[property.name=/^(create|show)(QuickPick|InputBox)$|^createStatusBarItem$/]',
  'NewExpression[callee.property.name=/^(MarkdownString|NotebookCellStatusBarItem|Hover|CodeLens)$/]',
  // Nothing of ours makes these; who is the first gives them a place in src/ui.
  'NewExpression[callee.property.name=/^(InlayHint|TreeItem|CompletionItem|DocumentLink|ParameterInformation)$/]',
  'NewExpression[callee.property.name=/^(SignatureInformation|SymbolInformation|DocumentSymbol|TestMessage)$/]',
  'NewExpression[callee.property.name=/^(Diagnostic|DiagnosticRelatedInformation|CodeAction)$/]',
].map((selector) => ({
  selector,
  message: 'Say it through src/ui, which makes links and icons in data inert and shows what is not seen.',
}));

/** A full disk is found out by one function. */
const SAVED_WHOLE = {
  selector: "MemberExpression[property.name='writeFile'][object.property.name='fs']",
  message: 'Save it with writeWhole of src/ui, which leaves no half of a file where the disk is full.',
};

/** A text between two tags is English for ever. */
const SAID_IN_WORDS = {
  selector: 'JSXText[value=/[A-Za-z]{2}/]',
  message: 'Say it through l10n.t, so that it can be translated.',
};

/** Only literals are looked through by the rules for patterns. */
const MADE_PATTERN = {
  selector: ":matches(NewExpression, CallExpression)[callee.name='RegExp']",
  message: 'Write patterns as literals: one put together at run time is not checked for linear time.',
};

/** What people read has a true minus; a program gets what JavaScript writes. */
const SAID_WITH_MINUS = {
  selector: "CallExpression[callee.property.name='toExponential']",
  message: 'Write it with powerText of src/arrays/words/numberText.ts, which has a true minus.',
};

export default defineConfig(
  globalIgnores(['dist/', 'out/', '.cache/', 'artifacts/', 'src/**/assembly/']),
  tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', SAID_LATE],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // What was caught is passed on as it is.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      // Functions kept in an object are passed around freely here; none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // A function of an asynchronous interface is async whether it waits or not, so that it never throws at once.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/ui/**'],
    rules: {
      'no-restricted-syntax': ['error', SAID_LATE, SAID_WITH_MINUS, SAVED_WHOLE, ...SAID_INERT, MADE_PATTERN],
    },
  },
  {
    files: ['src/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', SAID_LATE, SAID_WITH_MINUS, SAID_IN_WORDS, MADE_PATTERN] },
  },
  { files: ['src/**/*.{ts,tsx}'], rules: { complexity: ['error', 25] } },
  {
    files: ['src/{bytes,inspector,renderer,files,panel}/**/*.{ts,tsx}'],
    rules: { 'max-lines-per-function': ['error', 120], complexity: ['error', 20] },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    // What is read was written by strangers: no pattern takes more than linear time, wherever it is tried.
    files: ['src/**/*.{ts,tsx}'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: true }],
    },
  },
);
