"""Who is told: turns journal events into mails and in-app notices, and delivers them."""
