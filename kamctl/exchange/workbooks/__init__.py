"""Workbooks of plans, out and back.

Out: the schema says which sheets there are (`sheets`), the plans what stands in their lines (`lines`, `cells`), and
`workbook` writes them with XlsxWriter; `tables` has the same lines for CSV and JSON.

A workbook carries, on a sheet that nobody sees, what the plans said when it was made (`manifest`). So the way back
knows what somebody changed in it, and takes nothing else, whatever has become of the plans since.

Back: `package` looks whether it is safe to open, `reading` has openpyxl open it, `wishes` finds the cells that say
something else than then (`meaning`), and `merging` holds them against what the plans say by now.
"""
