"""Walks the identity chain with boto3 and the standard library: code that shares nothing with the sandbox.

Reads on standard input what the sandbox prints when it is ready, with "unrelatedClientId" added,
and prints what each person saw and how each misuse was refused, as JSON.
"""

import base64
import hashlib
import http.cookiejar
import json
import re
import secrets
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import boto3
from botocore import UNSIGNED
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from botocore.httpsession import URLLib3Session

REDIRECT_URI = "http://127.0.0.1:53682/callback"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CONTEXT_PROVIDER = "arn:aws:iam::aws:contextProvider/IdentityCenter"

sandbox = json.load(sys.stdin)
endpoint = sandbox["aws"]["endpoint"]
issuer = sandbox["okta"]["issuer"]


class Refused(Exception):
    """An AWS error code, as the service named it."""


class Callback(Exception):
    """The browser was sent back to the client."""


class StopAtCallback(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, request, body, code, message, headers, url):
        if url.startswith(REDIRECT_URI):
            raise Callback(url)
        return super().redirect_request(request, body, code, message, headers, url)


def sign_in(login, client_id):
    """Okta's ID token and refresh token of a person, by the sign-in page's own form."""
    browser = urllib.request.build_opener(
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        StopAtCallback(),
    )
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    state = secrets.token_urlsafe(16)
    query = {
        "client_id": client_id,
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        "scope": "openid profile email groups offline_access",
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    page = browser.open(f"{issuer}/oauth2/v1/authorize?{urllib.parse.urlencode(query)}")
    action = re.search(r'<form method="post" action="([^"]+)"', page.read().decode()).group(1)
    try:
        browser.open(urllib.parse.urljoin(page.url, action), urllib.parse.urlencode({"login": login}).encode())
        raise AssertionError("the sign-in did not come back to the client")
    except Callback as callback:
        answer = urllib.parse.parse_qs(urllib.parse.urlsplit(str(callback)).query)
    assert answer["state"] == [state]
    grant = {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "code": answer["code"][0],
        "redirect_uri": REDIRECT_URI,
        "code_verifier": verifier,
    }
    return token_request(browser, grant)


def refresh(tokens, client_id):
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    grant = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": tokens["refresh_token"]}
    return token_request(browser, grant)


def token_request(browser, grant):
    with browser.open(f"{issuer}/oauth2/v1/token", urllib.parse.urlencode(grant).encode()) as response:
        return json.load(response)


def client(service, site, session=None, secret=None):
    """A boto3 client; without a session it signs nothing."""
    if session is None:
        return boto3.client(
            service, region_name=site["region"], endpoint_url=endpoint, config=Config(signature_version=UNSIGNED)
        )
    return boto3.client(
        service,
        region_name=site["region"],
        endpoint_url=endpoint,
        aws_access_key_id=session["AccessKeyId"],
        aws_secret_access_key=secret or session["SecretAccessKey"],
        aws_session_token=session["SessionToken"],
        config=Config(retries={"max_attempts": 0}),
    )


def bridge(site, login, id_token):
    return client("sts", site).assume_role_with_web_identity(
        RoleArn=site["bridgeRoleArn"], RoleSessionName=login, WebIdentityToken=id_token
    )["Credentials"]


def exchange(site, session, assertion, secret=None):
    """CreateTokenWithIAM, which this boto3 does not know yet: the request by hand, signed by botocore."""
    request = AWSRequest(
        method="POST",
        url=f"{endpoint}/token?aws_iam=t",
        data=json.dumps({"clientId": site["applicationArn"], "grantType": JWT_BEARER, "assertion": assertion}),
        headers={"Content-Type": "application/json"},
    )
    credentials = Credentials(
        session["AccessKeyId"], secret or session["SecretAccessKey"], session["SessionToken"]
    )
    SigV4Auth(credentials, "sso-oauth", site["region"]).add_auth(request)
    response = URLLib3Session().send(request.prepare())
    answer = json.loads(response.content)
    if response.status_code != 200:
        raise Refused(response.headers["x-amzn-ErrorType"].split(":")[0])
    return answer


def enhance(site, session, login, context):
    """AssumeRole with ProvidedContexts, whose members this boto3 does not know yet."""
    sts = client("sts", site, session)

    def add_context(params, **_):
        params["body"]["ProvidedContexts.member.1.ProviderArn"] = CONTEXT_PROVIDER
        params["body"]["ProvidedContexts.member.1.ContextAssertion"] = context

    if context is not None:
        sts.meta.events.register("before-call.sts.AssumeRole", add_context)
    return sts.assume_role(RoleArn=site["dataRoleArn"], RoleSessionName=login)["Credentials"]


def run(site, session, sql, where=None):
    data = client("redshift-data", site, session)
    where = where or {"WorkgroupName": site["workgroup"], "Database": site["database"]}
    statement = data.execute_statement(Sql=sql, **where)["Id"]
    for _ in range(600):
        state = data.describe_statement(Id=statement)
        if state["Status"] in ("FINISHED", "FAILED", "ABORTED"):
            break
        time.sleep(0.05)
    if state["Status"] != "FINISHED":
        raise Refused(f"{state['Status']}: {state.get('Error')}")
    records = data.get_statement_result(Id=statement)["Records"]
    return statement, [[next(iter(field.values())) for field in record] for record in records]


def refusal(action):
    """The error code that an action is refused with."""
    try:
        action()
    except ClientError as error:
        return error.response["Error"]["Code"]
    except Refused as error:
        return str(error)
    return "accepted"


def tamper(token):
    """The same token with another person's e-mail and subject, under the old signature."""
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    claims.update(email="ethan@example.com", jti="ID.other")
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return ".".join([header, forged, signature])


def walk(site, login, id_token):
    credentials = bridge(site, login, id_token)
    answer = exchange(site, credentials, id_token)
    return credentials, enhance(site, credentials, login, answer["awsAdditionalDetails"]["identityContext"])


def catalogue(site, session, bridge_session):
    """What the metadata operations tell, page by page, of the workgroup and of the clusters."""
    data = client("redshift-data", site, session)
    where = {"WorkgroupName": site["workgroup"], "Database": site["database"]}
    sales = {"SchemaPattern": "public", "TablePattern": "sale_"}
    clusters = client("redshift", site, bridge_session).get_paginator("describe_clusters")
    found = [cluster for page in clusters.paginate() for cluster in page["Clusters"]]
    own = [{"ClusterIdentifier": each["ClusterIdentifier"], "Database": each["DBName"]} for each in found]
    return {
        "databases": data.list_databases(**where)["Databases"],
        "schemas": [
            schema
            for page in data.get_paginator("list_schemas").paginate(PaginationConfig={"PageSize": 100}, **where)
            for schema in page["Schemas"]
        ],
        "tables": data.list_tables(**where, **sales)["Tables"],
        "columns": [
            [column["name"], column["typeName"]]
            for column in data.describe_table(Schema="public", Table="sales", **where)["ColumnList"]
        ],
        "clusters": [[each["ClusterIdentifier"], each["ClusterStatus"], each["DBName"]] for each in found],
        "users on clusters": [run(site, session, "SELECT current_user", each)[1] for each in own],
    }


def main():
    native = sandbox["okta"]["clientId"]
    report = {"people": {}, "refusals": {}, "catalogues": {}}
    sessions, statements, tokens = {}, {}, {}
    for person in sandbox["people"]:
        login = person["login"]
        tokens[login] = sign_in(login, native)
        for site in sandbox["sites"]:
            # One ID token is good for one exchange, in whatever Region.
            tokens[login] = refresh(tokens[login], native)
            key = f"{login} {site['region']}"
            credentials, sessions[key] = walk(site, login, tokens[login]["id_token"])
            _, [[user]] = run(site, sessions[key], "SELECT current_user")
            statements[key], rows = run(
                site, sessions[key], "SELECT region, COUNT(*) FROM sales GROUP BY region ORDER BY region"
            )
            if login == "ming@example.com":
                report["catalogues"][site["region"]] = catalogue(site, sessions[key], credentials)
            report["people"][key] = {"user": user, "sales": {region: count for region, count in rows}}

    east = sandbox["sites"][0]
    login = "ming@example.com"
    token = refresh(tokens[login], native)["id_token"]
    unrelated = sign_in(login, sandbox["unrelatedClientId"])["id_token"]
    credentials = bridge(east, login, token)
    context = exchange(east, credentials, token)["awsAdditionalDetails"]["identityContext"]
    middle = len(context) // 2
    bent = context[:middle] + ("B" if context[middle] == "A" else "A") + context[middle + 1 :]
    plain = enhance(east, credentials, login, None)
    mings, ethans = (f"{name}@example.com {east['region']}" for name in ("ming", "ethan"))
    wrong = "wrong-secret-key-of-forty-characters-long"

    def data(key, secret=None):
        return client("redshift-data", east, sessions[key], secret)

    report["refusals"] = {
        "replayed ID token": refusal(lambda: exchange(east, credentials, token)),
        "replayed ID token, other Region": refusal(
            lambda: exchange(sandbox["sites"][1], bridge(sandbox["sites"][1], login, token), token)
        ),
        "tampered ID token at STS": refusal(lambda: bridge(east, login, tamper(token))),
        "tampered ID token at Identity Center": refusal(lambda: exchange(east, credentials, tamper(token))),
        "wrong audience at STS": refusal(lambda: bridge(east, login, unrelated)),
        "wrong audience at Identity Center": refusal(lambda: exchange(east, credentials, unrelated)),
        "forged signature at STS": refusal(
            lambda: client("sts", east, credentials, wrong).get_caller_identity()
        ),
        "forged signature at Identity Center": refusal(lambda: exchange(east, credentials, token, wrong)),
        "forged signature at the Data API": refusal(
            lambda: data(mings, wrong).describe_statement(Id=statements[mings])
        ),
        "tampered identity context": refusal(lambda: enhance(east, credentials, login, bent)),
        "clusters with the identity": refusal(
            lambda: client("redshift", east, sessions[mings]).describe_clusters()
        ),
        "unknown cluster": refusal(
            lambda: client("redshift", east, credentials).describe_clusters(ClusterIdentifier="nope")
        ),
        "bridge role at the Data API": refusal(lambda: run(east, credentials, "SELECT 1")),
        "another's statement described": refusal(lambda: data(ethans).describe_statement(Id=statements[mings])),
        "another's result fetched": refusal(lambda: data(ethans).get_statement_result(Id=statements[mings])),
        "another's statement cancelled": refusal(lambda: data(ethans).cancel_statement(Id=statements[mings])),
        "own statement without the identity": refusal(
            lambda: client("redshift-data", east, plain).describe_statement(Id=statements[mings])
        ),
        "own statement in another Region": refusal(
            lambda: client(
                "redshift-data", sandbox["sites"][1], sessions[mings]
            ).describe_statement(Id=statements[mings])
        ),
        "sales without the identity": refusal(lambda: run(east, plain, "SELECT COUNT(*) FROM sales")),
    }
    json.dump(report, sys.stdout)


main()
