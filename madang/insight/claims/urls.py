"""Addresses of claims: `reforms/` for everybody, `office/claims/` for those who keep and publish them."""

from django.urls import path

from madang.insight.claims.views import downloads, keeping, office, proving, reforms

app_name = "claims"
urlpatterns = [
    path("reforms/", reforms.reforms, name="reforms"),
    path("reforms.csv", downloads.reforms_csv, name="reforms_csv"),
    path("reforms.json", downloads.reforms_json, name="reforms_json"),
    path("reforms/grades/", reforms.grades, name="grades"),
    path("reforms/<slug:key>/", reforms.reform, name="reform"),
    path("reforms/<slug:key>/results/<int:number>/", reforms.result, name="result"),
    path("reforms/<slug:key>/claim.json", downloads.claim_json, name="claim_json"),
    path("reforms/<slug:key>/data/<int:number>.csv", downloads.data_csv, name="data_csv"),
    path("reforms/<slug:key>/recompute.zip", downloads.package, name="package"),
    path("office/claims/", office.claims, name="office_claims"),
    path("office/claims/new/", keeping.new, name="new"),
    path("office/claims/<uuid:claim_id>/", office.claim_page, name="office_claim"),
    path("office/claims/<uuid:claim_id>/edit/", keeping.edit, name="edit"),
    path("office/claims/<uuid:claim_id>/amend/", keeping.amend, name="amend"),
    path("office/claims/<uuid:claim_id>/discard/", keeping.discard, name="discard"),
    path("office/claims/<uuid:claim_id>/withdraw/", keeping.withdraw, name="withdraw"),
    path("office/claims/<uuid:claim_id>/plan/", proving.plan, name="plan"),
    path("office/claims/<uuid:claim_id>/data/", proving.data, name="data"),
    path("office/claims/<uuid:claim_id>/gather/", proving.gather, name="gather"),
    path("office/claims/<uuid:claim_id>/assess/", proving.assess, name="assess"),
    path("office/claims/<uuid:claim_id>/publish/", proving.publish, name="publish"),
    path("office/claims/<uuid:claim_id>/ledger/", proving.benefits, name="ledger"),
    path("office/claims/<uuid:claim_id>/ledger/<int:number>/strike/", proving.strike, name="strike"),
]
