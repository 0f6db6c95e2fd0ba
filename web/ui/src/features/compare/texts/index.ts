// SPDX-License-Identifier: Apache-2.0
// Texts of the comparison of two experiments.
import { defineTexts } from '@shared/i18n';
import { en } from './en';
import { ko } from './ko';

export const useTexts = defineTexts('compare', en, ko);
