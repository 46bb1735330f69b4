-- Acts as the role that logged in for the rest of the transaction, whatever role a default or the URL has set.
-- Caller: whoever ends a session.
SELECT set_config('role', 'none', true)
