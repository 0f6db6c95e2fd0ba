// SPDX-License-Identifier: Apache-2.0
// Short messages at the edge: what failed, what was done.
import { notifications } from '@mantine/notifications';
import { ErrorText } from '@shared/reasons';

export const notifyError = (error: unknown, title?: string) =>
  notifications.show({ color: 'orange', title, message: <ErrorText error={error} />, autoClose: 10_000, role: 'alert' });

export const notify = (message: string) => notifications.show({ message, role: 'status' });
