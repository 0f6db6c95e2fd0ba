// SPDX-License-Identifier: Apache-2.0
// Texts in English and Korean. Each feature defines its own, with keys that the compiler checks.
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

export const LANGUAGES = { en: 'English', ko: '한국어' } as const;
export type Language = keyof typeof LANGUAGES;
const STORED = 'qsim-language';

export interface Tree {
  readonly [key: string]: string | Tree;
}
/** The same keys with any texts: what a translation of `T` must be. */
export type Translation<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };

/** `a_one` and `a_other` are asked for as `a` with a `count`. */
type Plain<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;
export type Keys<T> = {
  [K in keyof T & string]: T[K] extends string ? Plain<K> : `${K}.${Keys<T[K]>}`;
}[keyof T & string];
export type Values = Record<string, string | number>;
export type Translate<T> = (key: Keys<T>, values?: Values) => string;

const isLanguage = (text: string | null | undefined): text is Language => !!text && text in LANGUAGES;

function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

void i18next.use(initReactI18next).init({
  lng: firstLanguage(),
  fallbackLng: 'en',
  initAsync: false,
  resources: {},
  interpolation: { escapeValue: false }, // React does so
});
document.documentElement.lang = i18next.language;

export function setLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return isLanguage(i18n.language) ? i18n.language : 'en';
}

/** Declares the texts of a feature: `export const useTexts = defineTexts('jobs', en, ko)`, then `const t = useTexts()`. */
export function defineTexts<const T extends Tree>(feature: string, en: T, ko: Translation<T>): () => Translate<T> {
  i18next.addResourceBundle('en', feature, en);
  i18next.addResourceBundle('ko', feature, ko);
  return () => useTranslation(feature).t as unknown as Translate<T>;
}
