"""The objects of Kubernetes and the documents of ECS that `docs/operators/` gives: valid, at one about names,
and sparing with rights.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import click
import kubernetes_validate
import pytest
import yaml
from botocore.validate import ParamValidator
from distributed.cli import dask_scheduler, dask_worker

from pipeline.cli.commands import main
from pipeline.stores import StoreError, examine
from pipeline.stores.s3 import Bucket, S3Store
from tests.support.s3 import Server

ROOT = Path(__file__).parents[2]
OPERATORS = ROOT / "docs/operators"
PAGE = (OPERATORS / "many-machines.md").read_text(encoding="utf-8")
OBJECTS: list[dict[str, Any]] = list(yaml.safe_load_all((OPERATORS / "kubernetes.yaml").read_text(encoding="utf-8")))
PORT = 8786

CALLS = {  # document: what it is given to
    "name": ("servicediscovery", "CreateService"),
    "nightly": ("scheduler", "CreateSchedule"),
    "publish": ("ecs", "RegisterTaskDefinition"),
    "scheduler": ("ecs", "RegisterTaskDefinition"),
    "scheduler-service": ("ecs", "CreateService"),
    "worker": ("ecs", "RegisterTaskDefinition"),
    "worker-service": ("ecs", "CreateService"),
}
POLICIES = {"nightly-policy", "store-policy"}
TASKS = ("scheduler", "worker", "publish")


def document(name: str) -> Any:
    return json.loads((OPERATORS / f"ecs/{name}.json").read_text(encoding="utf-8"))


def named(kind: str, name: str) -> dict[str, Any]:
    (found,) = (one["spec"] for one in OBJECTS if (one["kind"], one["metadata"]["name"]) == (kind, name))
    return dict(found)


def template(name: str) -> dict[str, Any]:
    """The pods of a Deployment, or of the nightly job."""
    if name == "library-publish":
        return dict(named("CronJob", name)["jobTemplate"]["spec"]["template"])
    return dict(named("Deployment", name)["template"])


PODS = {name: template(name) for name in ("library-scheduler", "library-workers", "library-publish")}


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    return [*pod["spec"].get("initContainers", []), *pod["spec"]["containers"]]


def secrets(pod: dict[str, Any]) -> set[str]:
    return set(re.findall(r"'(?:secretRef|secretKeyRef|secret)': \{'\w+': '([\w-]+)'", str(pod)))


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command in them, in words, with where it stands."""
    for name, pod in PODS.items():
        yield from ((f"{name}: {one['name']}", one["command"]) for one in containers(pod))
    for name in TASKS:
        (one,) = document(name)["containerDefinitions"]
        if one["entryPoint"] == ["sh", "-c"]:
            (script,) = one["command"]
            yield from ((f"ecs: {name}", shlex.split(line)) for line in script.split(" && "))
        else:
            yield f"ecs: {name}", [*one["entryPoint"], *one["command"]]


COMMANDS = list(commands())


def dask(words: list[str]) -> dict[str, Any]:
    """What `dask` reads from its options; a wrong one is refused."""
    command = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}[words[0]]
    with command.make_context(words[0], words[1:]) as context:
        return dict(context.params)


def tried(words: list[str]) -> str:
    """The program of a command that is known to be there, with its options."""
    match words:
        case ["exec", *rest]:
            return tried(rest)
        case ["timeout", "--kill-after=2m", "110m", *rest]:
            return tried(rest)
        case ["dask", *rest]:
            dask(rest)
        case ["pipeline", name, *rest]:
            with click.Context(main) as parent:
                main.commands[name].make_context(name, rest, parent=parent)
        case ["python3", script, "public"]:
            assert (ROOT / script).is_file()
        case ["git", "clone", "--depth", "1", "--branch", "main", "https://git.example.org/library.git", _]:
            pass
        case ["cd", "/tmp/library"]:
            pass
        case _:
            pytest.fail(f"not known to be there: {shlex.join(words)}")
    return words[0]


@pytest.mark.parametrize(("where", "words"), COMMANDS, ids=[f"{where}, {words[0]}" for where, words in COMMANDS])
def test_every_command_is_there_with_its_options(where: str, words: list[str]) -> None:
    assert tried(words), where


def test_a_worker_is_begun_as_the_noxfile_does() -> None:
    body = (ROOT / "noxfile.py").read_text(encoding="utf-8").partition("def worker(")[2].partition("@nox.session")[0]
    (line,) = re.findall(r"options = \((.+)\)", body)
    options = re.findall(r'"([^"]+)"', line)
    begun = [words for _, words in COMMANDS if words[:2] == ["dask", "worker"]]
    assert [words[3:] for words in begun] == [options, options]
    container = (OPERATORS / "container.md").read_text(encoding="utf-8")
    assert f"worker tcp://HOST:8786 {shlex.join(options)}" in re.sub(r"\s+", " ", container)


def test_a_worker_leaves_its_memory_to_who_began_it() -> None:
    """Of a pod's memory Dask would give it the share of one of the machine's cores, and pause it above."""
    for _, words in COMMANDS:
        if words[:2] == ["dask", "worker"]:
            assert dask(words[1:])["memory_limit"] == "0"


@pytest.mark.parametrize("number", range(len(OBJECTS)))
@pytest.mark.parametrize("version", ["1.31", kubernetes_validate.latest_version()])
def test_objects_are_those_of_kubernetes(number: int, version: str) -> None:
    kubernetes_validate.validate(OBJECTS[number], version, strict=True)


def test_a_field_that_kubernetes_does_not_know_is_found() -> None:
    wrong = {**OBJECTS[0], "spec": {**OBJECTS[0]["spec"], "port": PORT}}
    with pytest.raises(kubernetes_validate.ValidationError, match="'port' was unexpected"):
        kubernetes_validate.validate(wrong, "1.31", strict=True)


def test_objects_find_each_other() -> None:
    labels = {name: pod["metadata"]["labels"] for name, pod in PODS.items()}
    for name in ("library-scheduler", "library-workers"):
        assert named("Deployment", name)["selector"]["matchLabels"] == labels[name]
    assert len({str(one) for one in labels.values()}) == 3, "no object takes the pods of another"
    service = named("Service", "library-scheduler")
    assert service["selector"] == labels["library-scheduler"]
    (scheduler,) = containers(PODS["library-scheduler"])
    (port,), (opened,) = service["ports"], scheduler["ports"]
    assert (port["port"], opened["containerPort"], int(dask(scheduler["command"][1:])["port"])) == (PORT,) * 3
    assert port["targetPort"] == opened["name"] == scheduler["readinessProbe"]["tcpSocket"]["port"]
    assert addresses("library-") == {f"tcp://library-scheduler:{PORT}"}


def addresses(where: str) -> set[str]:
    """What workers and publishes are told of the scheduler: each of them something."""
    found = [
        [word for word in words if word.startswith("tcp://")]
        for place, words in COMMANDS
        if place.startswith(where) and ({"worker", "publish"} & set(words))
    ]
    assert [len(words) for words in found] == [1, 1]
    return {word for words in found for word in words}


def test_only_what_is_part_of_the_library_reaches_scheduler_and_workers() -> None:
    policy = named("NetworkPolicy", "library")
    part = policy["podSelector"]["matchLabels"]
    assert policy["policyTypes"] == ["Ingress"]
    assert policy["ingress"] == [{"from": [{"podSelector": {"matchLabels": part}}]}]
    assert all(part.items() <= pod["metadata"]["labels"].items() for pod in PODS.values())


def test_only_the_publish_has_what_may_write_to_a_target() -> None:
    assert {name: secrets(pod) for name, pod in PODS.items()} == {
        "library-scheduler": set(),
        "library-workers": {"library-store"},
        "library-publish": {"library-publish"},
    }
    (clone, *_) = containers(PODS["library-publish"])
    assert "envFrom" not in clone
    roles = {name: document(name).get("taskRoleArn", "").rpartition("/")[2] for name in TASKS}
    assert roles == {"scheduler": "", "worker": "library-worker", "publish": "library-publish"}
    assert not [name for name in TASKS if "secrets" in document(name)["containerDefinitions"][0]]


@pytest.mark.parametrize("name", PODS)
def test_nothing_is_root_nothing_writes_into_its_image_and_nothing_takes_all_of_a_machine(name: str) -> None:
    pod = PODS[name]["spec"]
    assert pod["automountServiceAccountToken"] is False
    assert (pod["securityContext"]["runAsNonRoot"], pod["securityContext"]["runAsUser"]) == (True, 1000)
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    volumes = {volume["name"] for volume in pod["volumes"]}
    for one in containers(PODS[name]):
        assert one["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {"cpu", "memory"} <= one["resources"]["requests"].keys()
        assert "memory" in one["resources"]["limits"]
        assert {mount["name"] for mount in one["volumeMounts"]} <= volumes
        assert "/tmp" in {mount["mountPath"] for mount in one["volumeMounts"]}


def test_one_image_is_everywhere() -> None:
    images = {one["image"] for pod in PODS.values() for one in containers(pod)}
    assert len(images) == 1
    assert len({document(name)["containerDefinitions"][0]["image"] for name in TASKS}) == 1
    assert all(image.endswith("/library-pipeline:COMMIT") for image in images)


def test_two_nights_do_not_overlap_and_what_a_person_has_to_mend_is_not_tried_again() -> None:
    night = named("CronJob", "library-publish")
    assert night["concurrencyPolicy"] == "Forbid"
    assert night["schedule"].split()[0] not in ("0", "30", "*")
    assert {"successfulJobsHistoryLimit", "failedJobsHistoryLimit", "startingDeadlineSeconds"} <= night.keys()
    job = night["jobTemplate"]["spec"]
    assert job["template"]["spec"]["restartPolicy"] == "Never"
    assert job["activeDeadlineSeconds"] < 24 * 3600
    (refused,) = (rule["onExitCodes"] for rule in job["podFailurePolicy"]["rules"] if "onExitCodes" in rule)
    assert refused["containerName"] in {one["name"] for one in containers(PODS["library-publish"])}
    statuses = (OPERATORS / "statuses.md").read_text(encoding="utf-8")
    assert [re.search(rf"^\| {one} \| (\w+)", statuses, re.MULTILINE) is not None for one in refused["values"]] == (
        [True] * 3
    )


def test_there_is_a_use_for_every_document() -> None:
    assert {path.stem for path in (OPERATORS / "ecs").iterdir()} == CALLS.keys() | POLICIES
    assert {name for name in CALLS.keys() | POLICIES if f"ecs/{name}.json" in PAGE} == CALLS.keys() | POLICIES
    assert "(kubernetes.yaml)" in PAGE


@pytest.mark.parametrize("name", CALLS)
def test_documents_are_what_aws_takes(name: str) -> None:
    service, call = CALLS[name]
    shape = botocore.session.get_session().get_service_model(service).operation_model(call).input_shape
    assert shape
    report = ParamValidator().validate(document(name), shape)
    assert not report.has_errors(), report.generate_report()


MEMORY = {"256": (512, 2048), "512": (1024, 4096), "1024": (2048, 8192), "2048": (4096, 16384)}
"""What Fargate gives to so much of a processor: MiB, from and to."""


@pytest.mark.parametrize("name", TASKS)
def test_tasks_are_of_a_size_that_fargate_has_and_not_root(name: str) -> None:
    task = document(name)
    least, most = MEMORY[task["cpu"]]
    assert least <= int(task["memory"]) <= most
    assert 21 <= task.get("ephemeralStorage", {"sizeInGiB": 21})["sizeInGiB"] <= 200
    (one,) = task["containerDefinitions"]
    assert (one["name"], one["user"]) == (name, "1000:1000")
    assert one["linuxParameters"]["capabilities"] == {"drop": ["ALL"]}
    assert one["stopTimeout"] <= 120


def test_documents_find_each_other() -> None:
    (scheduler,) = document("scheduler")["containerDefinitions"]
    assert [port["containerPort"] for port in scheduler["portMappings"]] == [PORT]
    assert dask(scheduler["command"])["port"] == str(PORT)
    (address,) = addresses("ecs: ")
    assert address == f"tcp://{document('name')['Name']}.library.internal:{PORT}"
    assert "create-private-dns-namespace --name library.internal " in PAGE
    services = {name: document(f"{name}-service") for name in ("scheduler", "worker")}
    assert {one["taskDefinition"] for one in services.values()} == {
        document(name)["family"] for name in ("scheduler", "worker")
    }
    assert services["scheduler"]["deploymentConfiguration"]["maximumPercent"] == 100, "never two"
    target = document("nightly")["Target"]
    assert target["EcsParameters"]["TaskDefinitionArn"].endswith(f"/{document('publish')['family']}")
    assert {one["cluster"] for one in services.values()} == {target["Arn"].rpartition("/")[2]}
    groups = {str(one["networkConfiguration"]["awsvpcConfiguration"]["securityGroups"]) for one in services.values()}
    inside = target["EcsParameters"]["NetworkConfiguration"]["awsvpcConfiguration"]
    assert groups == {str(inside["SecurityGroups"])}


def test_the_scheduler_is_found_by_its_own_address() -> None:
    """Service Connect gives a name an address of the loopback, which a worker then takes for its own, and no task of a
    schedule has it.
    """
    assert not [
        name for name in ("scheduler", "worker") if "serviceConnectConfiguration" in document(f"{name}-service")
    ]
    assert [record["Type"] for record in document("name")["DnsConfig"]["DnsRecords"]] == ["A"]


def test_the_night_may_begin_the_publish_and_nothing_else() -> None:
    task, target = document("publish"), document("nightly")["Target"]
    begins, roles = document("nightly-policy")["Statement"]
    assert begins["Action"] == "ecs:RunTask"
    arn = target["EcsParameters"]["TaskDefinitionArn"]
    assert begins["Resource"] == [arn, f"{arn}:*"]
    assert begins["Condition"] == {"ArnEquals": {"ecs:cluster": target["Arn"]}}
    assert roles["Action"] == "iam:PassRole"
    assert set(roles["Resource"]) == {task["taskRoleArn"], task["executionRoleArn"]}


def test_the_policy_of_the_store_is_enough_for_it_and_no_more(
    s3_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = s3_server.bucket()
    iam = s3_server.client("iam")
    iam.create_user(UserName=f"worker-{name}")
    policy = json.dumps(document("store-policy")).replace("library-store", name)
    iam.put_user_policy(UserName=f"worker-{name}", PolicyName="store", PolicyDocument=policy)
    key = iam.create_access_key(UserName=f"worker-{name}")["AccessKey"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key["SecretAccessKey"])
    here = Bucket(name, s3_server.endpoint)
    found = examine(S3Store(here, "library/"))
    assert found.ok, found
    for elsewhere in (S3Store(here, "other/"), S3Store(Bucket(s3_server.bucket(), s3_server.endpoint), "library/")):
        with pytest.raises(StoreError, match="no right to"):
            elsewhere.write("page", (b"page",))
