// SPDX-License-Identifier: Apache-2.0
// Texts of the figures of a tensor.
import { defineTexts } from '@shared/i18n';
import { en } from './en';
import { ko } from './ko';

export const useTexts = defineTexts('tensor', en, ko);
