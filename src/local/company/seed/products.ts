export interface SeedProduct {
  sku: string;
  title: string;
  /** US cents. */
  price: number;
  stock: number;
  /** Days from now; only what is out of stock has one. */
  restockIn?: number;
}

export const SEED_PRODUCTS: readonly SeedProduct[] = [
  { sku: 'MUG-001', title: 'Stoneware Mug, Slate Blue', price: 4_800, stock: 42 },
  { sku: 'MUG-002', title: 'Travel Mug, Brushed Steel', price: 2_900, stock: 0, restockIn: 9 },
  { sku: 'MUG-003', title: 'Espresso Cups, Set of Four', price: 3_600, stock: 17 },
  { sku: 'PRESS-010', title: 'French Press, 1 Litre', price: 5_200, stock: 18 },
  { sku: 'TOWEL-020', title: 'Linen Tea Towel', price: 2_000, stock: 120 },
  { sku: 'KETTLE-030', title: 'Gooseneck Kettle', price: 8_900, stock: 7 },
  { sku: 'TEAPOT-040', title: 'Cast Iron Teapot', price: 7_400, stock: 0, restockIn: 14 },
  { sku: 'GRINDER-050', title: 'Hand Coffee Grinder', price: 11_900, stock: 11 },
  { sku: 'LAMP-060', title: 'Brass Reading Lamp', price: 13_500, stock: 5 },
  { sku: 'RUG-070', title: 'Wool Rug, 160 x 230 cm', price: 28_900, stock: 3 },
  { sku: 'ESPRESSO-080', title: 'Espresso Machine, Dual Boiler', price: 124_900, stock: 2 },
  { sku: 'CANDLE-090', title: 'Beeswax Candle', price: 1_800, stock: 200 },
  { sku: 'BLANKET-100', title: 'Merino Blanket', price: 15_900, stock: 0, restockIn: 21 },
  { sku: 'VASE-110', title: 'Recycled Glass Vase', price: 3_900, stock: 26 },
  { sku: 'BOARD-120', title: 'Oak Cutting Board', price: 4_500, stock: 33 },
  { sku: 'PAN-130', title: 'Carbon Steel Pan', price: 6_900, stock: 14 },
  { sku: 'APRON-140', title: 'Canvas Apron', price: 3_500, stock: 48 },
  { sku: 'BEANS-150', title: 'House Blend Coffee Beans, 1 kg', price: 2_600, stock: 90 },
];
