"""Who you are: people, the register of communes and EPCI, memberships and roles."""
