"""What words say: sentences, dialogue acts, feelings, judging and dismissing language. Pure text."""
