// SPDX-License-Identifier: Apache-2.0
// The workbench's texts.
import { defineTexts } from '@shared/i18n';
import { en } from './en';
import { ko } from './ko';

export const useTexts = defineTexts('workbench', en, ko);
