"""What was agreed: the tripartite convention, its articles, versions and signatures."""
