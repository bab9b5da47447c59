"""Validates Kubernetes objects on standard input; unknown fields are errors.

    manifests.py KUBERNETES_VERSION SCHEMAS < manifests.yaml

Uses kubernetes-validate for built-in kinds and SCHEMAS/KIND_VERSION.json for others.
"""

import json
import pathlib
import sys

import jsonschema
import kubernetes_validate
import yaml

version, schemas = sys.argv[1], pathlib.Path(sys.argv[2])
failed = False
for manifest in filter(None, yaml.safe_load_all(sys.stdin)):
    name = f"{manifest['kind']}/{manifest['metadata']['name']}"
    try:
        try:
            kubernetes_validate.validate(manifest, version, strict=True)
        except kubernetes_validate.utils.SchemaNotFoundError:
            file = schemas / f"{manifest['kind'].lower()}_{manifest['apiVersion'].split('/')[-1]}.json"
            jsonschema.validate(manifest, json.loads(file.read_text()))
        print("valid", name)
    except (jsonschema.ValidationError, FileNotFoundError) as e:
        failed = True
        print("wrong", name, getattr(e, "json_path", ""), str(e).splitlines()[0])
sys.exit(failed)
