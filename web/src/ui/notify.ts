import { notifications } from '@mantine/notifications'

/** Tells that something was done. Failures are never told here: they stay where they happened. */
export function told(message: string): void {
  notifications.show({
    message,
    color: 'teal',
    role: 'status',
    closeButtonProps: { 'aria-label': 'Close' },
  })
}
