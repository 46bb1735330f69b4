-- Switches to the login role for the rest of the transaction, whatever role a default or the URL has set.
-- Caller: every process that ends a session.
SELECT set_config('role', 'none', true)
