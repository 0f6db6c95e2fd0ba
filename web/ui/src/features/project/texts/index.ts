// SPDX-License-Identifier: Apache-2.0
// Texts of a project's page.
import { defineTexts } from '@shared/i18n';
import { en } from './en';
import { ko } from './ko';

export const useTexts = defineTexts('project', en, ko);
