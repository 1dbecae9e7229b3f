"""`make chaos-mail`: the mails under blows. Workers killed, Redis restarted, a mail server that sulks."""
