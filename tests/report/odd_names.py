"""Names that no page may take for anything but names."""

from __future__ import annotations

HOSTILE = {
    "title: Three invented states": """title: "</script><img src=x onerror=alert(1)> \\"quoted\\" & <b>bold</b>\"""",
    "Does the museum still stand?": '"هل يصمد <script>alert(2)</script> المتحف؟ 博物館は"',
    "name: Arnland": """name: "<img src=x onerror=alert(3)>\"""",
    "name: Belmark": 'name: "بلمارك"',
    "name: Coria": """name: "中華 'quoted' \\"国\\" </script>\"""",
}
