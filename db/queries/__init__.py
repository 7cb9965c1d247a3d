"""SELECTs already narrowed to what a viewer may see."""
