"""What a contract check found, as annotations of a GitHub job."""
