import type { SeedArticle } from './seed-article.ts';

export const ACCOUNT_ARTICLES: readonly SeedArticle[] = [
  {
    id: 'reset-password',
    title: 'Reset your password',
    keywords: 'forgot forgotten lost new password change recover',
    updatedAgo: 12,
    body: `To reset your password, choose **Forgot your password?** on the sign-in page and enter the e-mail address of your account. We send you a link that is valid for 60 minutes.

## Step by step

1. Open the sign-in page and choose **Forgot your password?**
2. Enter your e-mail address and choose **Send link**.
3. Open the e-mail and follow the link.
4. Choose a new password of at least 12 characters.

## No e-mail?

Look in your spam folder first. Only the newest link works, so please use the last e-mail if you asked more than once. We never ask for your password, neither in chat nor by phone.`,
  },
  {
    id: 'login-problems',
    title: 'You cannot log in',
    keywords: 'sign in login issue locked account access denied error blocked',
    updatedAgo: 20,
    body: `If you cannot log in, check first that you use the e-mail address from your order confirmation, then reset your password. After five wrong attempts the account is locked for 30 minutes and opens again by itself.

## Things to try

- Turn off Caps Lock and type the password instead of pasting it.
- Delete the cookies of our site, or use a private window.
- [Reset your password](https://help.deskhand.example/articles/reset-password).

## Still locked out?

Tell us your customer number or the number of a recent order, and a colleague will look into it. Please do not send us your password.`,
  },
  {
    id: 'two-step-verification',
    title: 'Two-step verification and a new phone',
    keywords: '2fa mfa authenticator code lost phone sms security backup',
    updatedAgo: 45,
    body: `Two-step verification asks for a six-digit code from your authenticator app when you sign in on a new device. You turn it on and off under **Account > Security**.

## You have a new phone

Sign in with one of the ten backup codes that you saved when you turned it on, then pair the new phone under **Account > Security**.

## No backup codes left

A colleague can turn two-step verification off for you after a check of your identity. This takes up to one working day.`,
  },
  {
    id: 'change-email',
    title: 'Change the e-mail address of your account',
    keywords: 'email mail update profile details name phone number',
    updatedAgo: 60,
    body: `You change your e-mail address under **Account > Profile**. We send a link to the new address, and the change is made when you open it.

Orders that you have placed already keep sending their news to the old address. You can change your name and phone number on the same page, at once and without a link.`,
  },
  {
    id: 'address-book',
    title: 'Save or remove addresses in your account',
    keywords: 'address book default moved house delivery billing',
    updatedAgo: 75,
    body: `Your address book is under **Account > Addresses**: there you can add, edit and remove addresses and choose a default one. A change in the address book is used for future orders only.

For an order that is already placed, see [Change the delivery address of an order](https://help.deskhand.example/articles/change-delivery-address).`,
  },
  {
    id: 'close-account',
    title: 'Close your account and delete your data',
    keywords: 'delete remove account gdpr erase personal data unsubscribe',
    updatedAgo: 90,
    body: `You can close your account under **Account > Privacy > Close account**; we delete your personal data within 30 days. Invoices are kept for as long as tax law demands, usually seven years.

Open orders, returns and gift card balances should be settled first, because they cannot be reached afterwards. To stop the newsletter only, use the link at the end of any newsletter.`,
  },
];
