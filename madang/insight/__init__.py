"""What the work teaches: logs measured, changes verified, governments compared."""
