"""The headers that every answer carries, and the scripts that they allow."""

import base64
import hashlib
import re


def test_every_inline_script_of_the_first_page_is_allowed_by_its_hash_and_no_other(client):
    answer = client.get("/level-2")
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    allowed = re.search(r"script-src ([^;]*)", answer.headers["content-security-policy"])[1].split()
    # CSP level 3, section 6.7.3.3: the digest of the script's text, in base64
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    hashes = {source for source in allowed if source.startswith("'sha")}
    assert hashes == {f"'sha256-{digest}'" for digest in digests} and len(scripts) >= 2
    assert "'unsafe-inline'" not in allowed and "'unsafe-eval'" not in allowed


def test_the_headers_stand_on_every_answer_of_every_kind(client):
    for path in ("/", "/level-4", "/readyz", "/nowhere"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
