"""The collection round (摸底): workbooks go out to communities and come back as counts."""
