// SPDX-License-Identifier: Apache-2.0
// Texts of the feature.
import { defineTexts } from '@shared/i18n';
import { en } from './en';
import { ko } from './ko';

export const useTexts = defineTexts('projects', en, ko);
