"""What every API view of the product builds on."""
