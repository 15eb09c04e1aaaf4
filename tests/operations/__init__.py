"""Do the acts keep the law? Each of them on both databases, through its operation, alone and against others."""
