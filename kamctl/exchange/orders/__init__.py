"""Order forms: what stands on one (`order_form`), as a document (`order_docx`) and as a workbook (`order_xlsx`)."""
