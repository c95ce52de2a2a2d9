import type { SeedArticle } from './seed-article.ts';

export const ORDER_ARTICLES: readonly SeedArticle[] = [
  {
    id: 'track-order',
    title: 'Track your order',
    keywords: 'where is my order package parcel status tracking number link follow eta',
    updatedAgo: 8,
    body: `You can track your order with the link in the shipping e-mail or under **Account > Orders**. The tracking page shows where the parcel is and the day on which we expect it.

New parcels need up to 24 hours until their first scan, so an empty page on the first day is normal. When an order is sent in several parcels, every parcel has its own link.`,
  },
  {
    id: 'order-status-meanings',
    title: 'What the status of an order means',
    keywords: 'processing shipped delivered backordered cancelled state',
    updatedAgo: 34,
    body: `The status says how far your order has come: processing, shipped, delivered, backordered or cancelled. An order can be changed or cancelled while it is processing or backordered.

- **Processing**: we are packing it, usually for one or two working days.
- **Shipped**: the carrier has it, and the tracking link works.
- **Delivered**: the carrier has handed it over.
- **Backordered**: something is out of stock and leaves as soon as it is back.
- **Cancelled**: nothing will be sent.`,
  },
  {
    id: 'cancel-order',
    title: 'Cancel an order',
    keywords: 'cancelling cancellation stop undo mistake ordered twice changed mind',
    updatedAgo: 15,
    body: `You can cancel an order free of charge as long as it is processing or backordered. Once it has shipped it cannot be cancelled any more, but you can send it back within 30 days.

Ask us here with the order number, or choose **Cancel** next to the order under **Account > Orders**. What you have paid goes back to the same payment method within 5 to 10 days.`,
  },
  {
    id: 'change-delivery-address',
    title: 'Change the delivery address of an order',
    keywords: 'wrong address moved redirect shipping new address typo',
    updatedAgo: 18,
    body: `We can change the delivery address of an order until it ships; tell us the order number and the full new address. After that, only the carrier can redirect the parcel, on its tracking page.

The new address must be in the same country, because duties and shipping costs depend on it. For another country, please cancel the order and place it again.`,
  },
  {
    id: 'change-order-items',
    title: 'Add or remove items after you ordered',
    keywords: 'edit order modify quantity colour color change items',
    updatedAgo: 52,
    body: `Items cannot be added to an order once it is placed, but we can cancel it while it is processing so that you can order again. A second order on the same day to the same address ships free of charge.

To remove a single item, keep the order and send that item back: returns within 30 days are free for most countries.`,
  },
  {
    id: 'order-confirmation-missing',
    title: 'You did not get an order confirmation',
    keywords: 'confirmation email not received missing receipt did my order go through',
    updatedAgo: 70,
    body: `The confirmation e-mail usually comes within ten minutes; if it does not, look in your spam folder and under **Account > Orders**. When the order is listed there, it has reached us and all is well.

If it is not listed and your card shows a reservation, the payment was broken off. The reservation disappears by itself within a week.`,
  },
  {
    id: 'backorders',
    title: 'Backorders and items that are out of stock',
    keywords: 'out of stock sold out unavailable restock available again waiting list pre-order',
    updatedAgo: 25,
    body: `An item that is out of stock can be backordered: we reserve one from the next delivery and send it as soon as it arrives. The product page shows the date on which we expect it back.

You can cancel a backorder at any time before it ships. If the date moves by more than a week, we write to you.`,
  },
  {
    id: 'bulk-orders',
    title: 'Large orders for companies and events',
    keywords: 'bulk wholesale business corporate discount quantity quote',
    updatedAgo: 110,
    body: `For 20 pieces or more of one product we make you an offer with a discount of 5 to 15 percent. Write to us with the products, the quantities and the date on which you need them.

Companies with approved credit can pay by invoice within 30 days.`,
  },
];
