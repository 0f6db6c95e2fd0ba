// SPDX-License-Identifier: Apache-2.0
// Texts of the server's own sentences.
import { defineTexts } from '@shared/i18n';
import { en } from './en';
import { ko } from './ko';

export const useTexts = defineTexts('reasons', en, ko);
export const isKnown = (key: string): key is keyof typeof en => Object.hasOwn(en, key);
