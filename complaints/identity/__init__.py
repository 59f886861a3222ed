"""Who brought a case: receipts, PINs, and every text without them."""
