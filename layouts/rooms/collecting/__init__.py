"""摸底表: workbooks out in one click, workbooks back, how far each street is, what is wrong with which."""
